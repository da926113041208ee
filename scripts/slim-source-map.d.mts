/** A source map, as JSON, that knows the line of each place in the app's own sources, and no more. */
export function slimSourceMap(json: string): string;
