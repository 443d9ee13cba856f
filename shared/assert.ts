/** Makes the compiler prove that a switch over a union is complete; throws when the data broke the type. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected case: ${JSON.stringify(value)}`);
}
