import { pick, type ReportFormat } from './format.ts';
import { html, type Markup } from './html.ts';
import { drawPlot } from './plot.ts';
import type { ReportContext, ReportFigure, ReportSection, ReportTable } from './report.ts';
import type { Days } from './schedule.ts';
import { STYLE } from './style.ts';
import { fill, type ReportWords } from './words.ts';

/** What a page loads or runs: nothing. Its own style is inside. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

interface PageOptions {
  readonly context: ReportContext;
  readonly sections: readonly ReportSection[];
  /** Epoch ms. */
  readonly madeAt: number;
  readonly completeUntil: number;
  readonly isComplete: boolean;
}

/** The report as one document that needs nothing beside it: it opens from a folder, goes by mail and prints. */
export function writePage({ context, sections, madeAt, completeUntil, isComplete }: PageOptions): string {
  const { words, format, language, shop, days } = context;
  const title = fill(words.title, { name: pick(shop.name, language, shop.storeId) });
  const complete = fill(isComplete ? words.complete : words.incomplete, { time: format.moment(completeUntil) });
  const compared = [
    fill(words.before, { days: inWords(context.before, context) }),
    fill(words.yearBefore, { days: inWords(context.yearBefore, context) }),
  ];
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="robots" content="noindex">
<title>${title} · ${inWords(days, context)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="days">${inWords(days, context)}</p>
<p>${compared.join(' · ')}</p>
<p${isComplete ? null : html` class="warning"`}>${complete}</p>
</header>
<main>
${sections.map((section) => sectionOf(section, context))}
</main>
<footer>${fill(words.made, { time: format.moment(madeAt) })} · ${shop.timezone}</footer>
</body>
</html>
`.text;
}

const inWords = ({ from, to }: Days, { words, format }: Pick<ReportContext, 'words' | 'format'>): string =>
  from === to
    ? fill(words.day, { date: format.longDate(from) })
    : fill(words.days, { from: format.longDate(from), to: format.longDate(to) });

function sectionOf({ id, figures, nothing, plot, table }: ReportSection, { words, format }: ReportContext): Markup {
  const title = words[`section.${id}`];
  const inside =
    nothing === null
      ? html`<dl class="figures">${figures.map((figure) => figureOf(figure, words, format))}</dl>
${plot === null ? null : html`${drawPlot(plot)}${plot.before === null ? null : legend(words)}`}
${table === null ? null : tableOf(table, title)}`
      : html`<p class="nothing">${nothing}</p>`;
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${inside}</section>
`;
}

const legend = (words: ReportWords): Markup =>
  html`<p class="legend"><span><i class="was"></i>${words.was}</span><span><i></i>${words.now}</span></p>`;

function figureOf({ id, now, before, yearBefore, unit }: ReportFigure, words: ReportWords, format: ReportFormat): Markup {
  const write = format[unit];
  const change = (then: number): string => {
    if (now === null) return '';
    if (unit === 'share') return ` (${fill(words.points, { value: format.points(now - then) })})`;
    return then === 0 ? '' : ` (${format.change(now / then - 1)})`;
  };
  const against = (then: number | null, text: string): Markup | null =>
    then === null ? null : html`<dd class="change">${fill(text, { value: write(then) })}${change(then)}</dd>`;
  return html`<div data-figure="${id}"><dt>${words[`figure.${id}`]}</dt><dd class="value">${now === null ? '–' : write(now)}</dd>${against(before, words.beforeShort)}${against(yearBefore, words.yearShort)}</div>`;
}

/** A table that is wider than a small screen scrolls in its frame, which the keyboard reaches. */
function tableOf({ head, rows }: ReportTable, name: string): Markup {
  const heads = head.map((text) => html`<th scope="col">${text}</th>`);
  const lines = rows.map(([first, ...rest]) => {
    const cells = rest.map((cell) => html`<td>${cell ?? '–'}</td>`);
    return html`<tr><th scope="row">${first ?? null}</th>${cells}</tr>`;
  });
  return html`<div class="wide" role="group" aria-label="${name}" tabindex="0"><table><thead><tr>${heads}</tr></thead>
<tbody>${lines}</tbody>
</table></div>`;
}
