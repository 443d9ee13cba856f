/** `claude-opus-5-5-20261001` → `opus-5-5`: the maker and the date say nothing to a reader. */
export function modelName(model: string): string {
  return model.replace(/^claude-/, "").replace(/-\d{8}$/, "");
}
