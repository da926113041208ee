/** Line charts as SVG, one panel below the other over the same axis. */

const WIDTH = 860;
const PANEL = { left: 64, right: 20, top: 56, height: 230, gap: 74 } as const;

export interface Line {
  readonly name: string;
  readonly color: string;
  readonly dash?: string;
  readonly points: readonly (readonly [number, number])[];
}

export interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly ticks: readonly number[];
  readonly lines: readonly Line[];
}

export interface Axis {
  readonly title: string;
  readonly ticks: readonly number[];
}

export const COLORS = ['#1d4ed8', '#0a7d4f', '#b26a00', '#8a8f98', '#7c3aed'] as const;
export const TARGET_STYLE = { color: '#c02626', dash: '5 4' } as const;

/** Ticks in order, the last of which is the highest value shown; the legend is the first panel's. */
export function drawChart(title: string, panels: readonly Panel[], axis: Axis): string {
  const height = PANEL.top + panels.length * (PANEL.height + PANEL.gap) - PANEL.gap + 52;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13" fill="#1f2328">`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...drawLegend(panels[0]?.lines ?? []),
    ...panels.flatMap((panel, index) =>
      drawPanel(panel, axis, PANEL.top + index * (PANEL.height + PANEL.gap)),
    ),
    `<text x="${WIDTH / 2}" y="${height - 10}" text-anchor="middle">${axis.title}</text>`,
    '</svg>',
    '',
  ].join('\n');
}

function drawLegend(lines: readonly Line[]): string[] {
  const step = (WIDTH - PANEL.left - PANEL.right) / Math.max(5, lines.length);
  return lines.map(({ name, color, dash }, index) => {
    const x = PANEL.left + index * step;
    return (
      `<line x1="${x}" y1="18" x2="${x + 26}" y2="18" stroke="${color}" stroke-width="2.5"${dashed(dash)}/>` +
      `<text x="${x + 32}" y="22">${name}</text>`
    );
  });
}

function drawPanel({ title, unit, ticks, lines }: Panel, axis: Axis, top: number): string[] {
  const right = WIDTH - PANEL.right;
  const [widest, highest] = [axis.ticks.at(-1) ?? 1, ticks.at(-1) ?? 1];
  const x = (value: number) => PANEL.left + (value / widest) * (right - PANEL.left);
  const y = (value: number) => top + PANEL.height * (1 - Math.min(value, highest) / highest);
  const grid = ticks.map(
    (tick) =>
      `<line x1="${PANEL.left}" y1="${y(tick)}" x2="${right}" y2="${y(tick)}" stroke="#d9dde3"/>` +
      `<text x="${PANEL.left - 8}" y="${y(tick) + 4}" text-anchor="end">${tick} ${unit}</text>`,
  );
  const marks = axis.ticks.map(
    (tick) =>
      `<text x="${x(tick)}" y="${top + PANEL.height + 18}" text-anchor="middle">${tick}</text>`,
  );
  const curves = lines.map(({ color, dash, points }) => {
    const path = points.map(([at, value]) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`);
    return `<polyline points="${path.join(' ')}" fill="none" stroke="${color}" stroke-width="1.6"${dashed(dash)}/>`;
  });
  return [
    `<text x="${PANEL.left}" y="${top - 12}" font-weight="600">${title}</text>`,
    ...grid,
    ...marks,
    ...curves,
  ];
}

function dashed(dash: string | undefined): string {
  return dash === undefined ? '' : ` stroke-dasharray="${dash}"`;
}
