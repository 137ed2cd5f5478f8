/** The page's only style sheet; its digest is what the page's policy lets in. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d2530; --soft: #5b6675; --line: #d8dee6; --paper: #f5f7f9; --card: #fff;
  --good: #1a7f48; --wait: #8a5a00; --bad: #b3261e; --calm: #5b5fc7; --link: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e9ef; --soft: #9aa7b6; --line: #313a46; --paper: #12171d;
  --card: #1a2129; --good: #5fd08f; --wait: #e8b04a; --bad: #ff8a80; --calm: #a6a9ff; --link: #7ab8ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
header, main, footer { max-width: 72rem; margin: 0 auto; padding: 1rem; }
header { padding-top: 1.5rem; padding-bottom: 0; }
h1 { margin: 0; font-size: 1.6rem; } h2 { margin: 0 0 .6rem; font-size: 1.05rem; }
p { margin: .3rem 0; } a { color: var(--link); } code { font: .9em ui-monospace, monospace; }
.soft, time { color: var(--soft); }
section { margin: 0 0 1rem; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: .6rem; margin: 0; }
.tiles div { padding: .5rem .7rem; border: 1px solid var(--line); border-radius: .4rem; }
.tiles dt { color: var(--soft); font-size: .85rem; } .tiles dd { margin: 0; font-size: 1.15rem; font-weight: 600; overflow-wrap: anywhere; }
.tiles small { display: block; font-size: .85rem; font-weight: 400; }
header section { margin: .8rem 0 0; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .9rem .35rem 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
th { border-top: 0; color: var(--soft); font-weight: 500; font-size: .85rem; white-space: nowrap; }
td time, td code, td .state { white-space: nowrap; }
.state::before { content: ""; display: inline-block; width: .6em; height: .6em; margin-right: .45em; border-radius: 50%; background: currentColor; }
.good { color: var(--good); } .wait { color: var(--wait); } .bad { color: var(--bad); } .calm { color: var(--calm); }
.note { margin-top: .7rem; padding-left: .7rem; border-left: 3px solid var(--wait); } .note.bad { border-color: var(--bad); color: inherit; }
@media (max-width: 40rem) { .late { display: none; } header, main, footer { padding-left: .6rem; padding-right: .6rem; } section { padding: .8rem; } }
`;
