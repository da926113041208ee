/** The polling schedule as a picture: lag and requests by the time that a job takes. */
import { allowedLag, allowedLooks, fixedPolling, type Sight } from './rows/lag.ts';

const WIDTH = 860;
const PANEL = { left: 64, right: 20, top: 56, height: 230, gap: 74 } as const;
const LONGEST_S = 25;

interface Line {
  readonly name: string;
  readonly color: string;
  readonly dash?: string;
  readonly points: readonly (readonly [number, number])[];
}

interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly top: number;
  readonly highest: number;
  readonly ticks: readonly number[];
  readonly lines: readonly Line[];
}

const FIXED = [
  { interval: 1, color: '#0a7d4f' },
  { interval: 2, color: '#b26a00' },
  { interval: 5, color: '#8a8f98' },
] as const;

/** @param sights of this app, in the order of the jobs' times */
export function drawSchedule(sights: readonly Sight[]): string {
  const times = sights.map(({ time }) => time);
  const lines = (of: (sight: Sight) => number): Line[] => [
    ...FIXED.map(({ interval, color }) => ({
      name: `every ${interval} s`,
      color,
      points: times.map((time) => [time, of(fixedPolling(interval)(time))] as const),
    })),
    { name: 'this app', color: '#1d4ed8', points: sights.map((s) => [s.time, of(s)] as const) },
  ];
  const allowed = (of: (time: number) => number): Line => ({
    name: 'allowed',
    color: '#c02626',
    dash: '5 4',
    points: times.map((time) => [time, of(time)] as const),
  });
  const panels: Panel[] = [
    {
      title: "From a job's end to the step's result",
      unit: 's',
      top: PANEL.top,
      highest: 5,
      ticks: [0, 1, 2, 3, 4, 5],
      lines: [...lines(({ lag }) => lag), allowed(allowedLag)],
    },
    {
      title: 'Looks at the job',
      unit: '',
      top: PANEL.top + PANEL.height + PANEL.gap,
      highest: 35,
      ticks: [0, 5, 10, 15, 20, 25, 30, 35],
      lines: [...lines(({ looks }) => looks), allowed(allowedLooks)],
    },
  ];
  const height = PANEL.top + 2 * PANEL.height + PANEL.gap + 52;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13" fill="#1f2328">`,
    '<title>Lag and requests of the polling schedule</title>',
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...legend(panels[0]?.lines ?? []),
    ...panels.flatMap(drawPanel),
    `<text x="${WIDTH / 2}" y="${height - 10}" text-anchor="middle">time that the job takes, in seconds</text>`,
    '</svg>',
    '',
  ].join('\n');
}

function legend(lines: readonly Line[]): string[] {
  return lines.map(({ name, color, dash }, index) => {
    const x = PANEL.left + index * 130;
    return (
      `<line x1="${x}" y1="18" x2="${x + 26}" y2="18" stroke="${color}" stroke-width="2.5"${dashed(dash)}/>` +
      `<text x="${x + 32}" y="22">${name}</text>`
    );
  });
}

function drawPanel({ title, unit, top, highest, ticks, lines }: Panel): string[] {
  const right = WIDTH - PANEL.right;
  const x = (time: number) => PANEL.left + (time / LONGEST_S) * (right - PANEL.left);
  const y = (value: number) => top + PANEL.height * (1 - Math.min(value, highest) / highest);
  const grid = ticks.map(
    (tick) =>
      `<line x1="${PANEL.left}" y1="${y(tick)}" x2="${right}" y2="${y(tick)}" stroke="#d9dde3"/>` +
      `<text x="${PANEL.left - 8}" y="${y(tick) + 4}" text-anchor="end">${tick} ${unit}</text>`,
  );
  const seconds = [0, 5, 10, 15, 20, 25].map(
    (time) =>
      `<text x="${x(time)}" y="${top + PANEL.height + 18}" text-anchor="middle">${time}</text>`,
  );
  const curves = lines.map(({ color, dash, points }) => {
    const path = points.map(([time, value]) => `${x(time).toFixed(1)},${y(value).toFixed(1)}`);
    return `<polyline points="${path.join(' ')}" fill="none" stroke="${color}" stroke-width="1.6"${dashed(dash)}/>`;
  });
  return [
    `<text x="${PANEL.left}" y="${top - 12}" font-weight="600">${title}</text>`,
    ...grid,
    ...seconds,
    ...curves,
  ];
}

function dashed(dash: string | undefined): string {
  return dash === undefined ? '' : ` stroke-dasharray="${dash}"`;
}
