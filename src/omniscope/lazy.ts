/**
 * A value that is made when it is first asked for. Every cold start pays for what a module makes as it
 * loads, and a step needs two or three of the app's schemas.
 */
export function lazy<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
