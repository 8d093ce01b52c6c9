// Runes for tests outside of components.
export const rune = {
  root: (make: () => void): (() => void) => $effect.root(make),
  box<T>(value: T): { value: T } {
    let held = $state(value)
    return {
      get value() {
        return held
      },
      set value(next: T) {
        held = next
      },
    }
  },
}
