/** Looking things up in an app's definition, which is a plain object of unknown depth. */

/** What stands at a path such as `authentication.connectionLabel`; undefined where nothing does. */
export function lookUp(app: object, path: string): unknown {
  let place: unknown = app;
  for (const name of path.split('.')) {
    if (typeof place !== 'object' || place === null) return undefined;
    place = Reflect.get(place, name);
  }
  return place;
}

/** Fills `{{name}}`, `{{bundle.authData.name}}` and `{{bundle.inputData.name}}` of a label. */
export function renderLabel(
  template: string,
  { authData, inputData }: { readonly authData: object; readonly inputData: object },
): string {
  return template.replaceAll(/\{\{(.*?)\}\}/g, (_, path: string) => {
    const values = { bundle: { authData, inputData }, ...authData, ...inputData };
    const value = lookUp(values, path.trim());
    return value === undefined || value === null ? '' : String(value);
  });
}
