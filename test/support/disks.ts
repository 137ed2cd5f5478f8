import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/** A disk in memory, such as of `64k`, until the test ends; false where this user may not mount one. */
export function mountMemory(folder: string, size: string): boolean {
  mkdirSync(folder, { recursive: true });
  return mount(folder, ['-t', 'tmpfs', '-o', `size=${size}`, 'none', folder]);
}

/** Makes a folder read-only, for root too, until the test ends; false where this user may not. */
export function mountReadOnly(folder: string): boolean {
  return (
    mount(folder, ['--bind', folder, folder]) &&
    spawnSync('mount', ['-o', 'remount,ro,bind', folder]).status === 0
  );
}

function mount(folder: string, words: readonly string[]): boolean {
  const isMounted = spawnSync('mount', words).status === 0;
  if (isMounted) onTestFinished(() => void spawnSync('umount', ['--lazy', folder]));
  return isMounted;
}

/** Writes into a new file until the disk is full. */
export function fillDisk(file: string): void {
  const descriptor = openSync(file, 'w');
  try {
    for (;;) writeSync(descriptor, Buffer.alloc(4096));
  } catch {
    // Full, as wanted.
  } finally {
    closeSync(descriptor);
  }
}
