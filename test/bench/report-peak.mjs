// Preloaded into a measured process: prints its peak memory when it ends.
process.on('exit', () => process.stderr.write(`\npeak-kib ${process.resourceUsage().maxRSS}`));
