/** The polling schedule as a picture: lag and requests by the time that a job takes. */
import { COLORS, drawChart, type Line, TARGET_STYLE } from './plot.ts';
import { allowedLag, allowedPolls, fixedPolling, type Sighting } from './rows/lag.ts';

/** @param sightings of this app, in the order of the jobs' times */
export function drawSchedule(sightings: readonly Sighting[]): string {
  const times = sightings.map(({ time }) => time);
  const lines = (of: (sighting: Sighting) => number, allowed: (time: number) => number): Line[] => [
    ...[1, 2, 5].map((interval, index) => ({
      name: `every ${interval} s`,
      color: COLORS[index + 1] ?? '',
      points: times.map((time) => [time, of(fixedPolling(interval)(time))] as const),
    })),
    { name: 'this app', color: COLORS[0], points: sightings.map((s) => [s.time, of(s)] as const) },
    {
      name: 'allowed',
      ...TARGET_STYLE,
      points: times.map((time) => [time, allowed(time)] as const),
    },
  ];
  const panels = [
    {
      title: "From a job's end to the step's result",
      unit: 's',
      ticks: [0, 1, 2, 3, 4, 5],
      lines: lines(({ lag }) => lag, allowedLag),
    },
    {
      title: 'Polls of the job',
      unit: '',
      ticks: [0, 5, 10, 15, 20, 25, 30, 35],
      lines: lines(({ polls }) => polls, allowedPolls),
    },
  ];
  return drawChart('Lag and requests of the polling schedule', panels, {
    title: 'time that the job takes, in seconds',
    ticks: [0, 5, 10, 15, 20, 25],
  });
}
