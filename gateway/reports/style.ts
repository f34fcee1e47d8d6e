import { raw } from './html.ts';

/** Light whatever the reader's screen is, since it is paper in the end; each section stays on one sheet where it fits. */
export const STYLE = raw(`
:root { color-scheme: light; --ink: #1c2733; --soft: #51606f; --rule: #d5dce3; --now: #1f6f8b; --was: #b9cbd6; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 820px; padding: 28px 24px 40px; background: #fff; color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans CJK TC", "Noto Sans CJK SC", "PingFang TC", "Microsoft JhengHei", sans-serif; }
header { border-bottom: 2px solid var(--ink); padding-bottom: 12px; }
h1 { margin: 0; font-size: 1.55rem; line-height: 1.25; }
header p { margin: 2px 0 0; color: var(--soft); }
header .days { color: var(--ink); font-size: 1.1rem; }
header .warning { color: #8a3b00; font-weight: 600; }
section { margin-top: 26px; break-inside: avoid; }
h2 { margin: 0 0 10px; font-size: 1.15rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 10px; margin: 0; }
.figures div { border: 1px solid var(--rule); border-radius: 8px; padding: 8px 12px; }
dt { color: var(--soft); font-size: 0.85rem; }
dd { margin: 0; }
dd.value { font-size: 1.45rem; font-weight: 600; font-variant-numeric: tabular-nums; line-height: 1.3; }
dd.change { color: var(--soft); font-size: 0.8rem; font-variant-numeric: tabular-nums; }
.plot { display: block; width: 100%; height: auto; margin: 14px 0 4px; }
.plot text { fill: var(--soft); font-size: 12px; text-anchor: middle; }
.plot .value { fill: var(--ink); font-weight: 600; }
.plot line { stroke: var(--ink); stroke-width: 1; }
.plot .now { fill: var(--now); }
.plot .was { fill: var(--was); }
.legend { display: flex; gap: 18px; margin: 0; color: var(--soft); font-size: 0.85rem; }
.legend i { display: inline-block; width: 11px; height: 11px; margin-right: 6px; border-radius: 2px; background: var(--now); }
.legend .was { background: var(--was); }
.wide { overflow-x: auto; }
table { width: max-content; min-width: 100%; margin-top: 12px; border-collapse: collapse; font-size: 0.9rem; }
th, td { padding: 5px 10px 5px 0; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
td { font-variant-numeric: tabular-nums; }
th[scope=row], td { max-width: 16em; }
thead th { color: var(--soft); font-weight: 600; }
.nothing { margin: 0; color: var(--soft); }
footer { margin-top: 30px; padding-top: 10px; border-top: 1px solid var(--rule); color: var(--soft); font-size: 0.85rem; }
@media (max-width: 560px) { .plot text { font-size: 19px; } }
@page { margin: 16mm; }
@media print { body { padding: 0; max-width: none; font-size: 11pt; } .wide { overflow: visible; } rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`);
