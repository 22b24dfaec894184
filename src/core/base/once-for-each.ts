/** Makes a value for each key once and keeps it. For keys that are few, such as the numbers of a bridge's ports. */
export function onceForEach<K, T extends object | string>(make: (key: K) => T): (key: K) => T {
  return remembered(new Map<K, T>(), make);
}

/** The same for objects: what was made for one is kept as long as the object is. */
export function onceForEachObject<K extends object, T extends object | string>(make: (key: K) => T): (key: K) => T {
  return remembered(new WeakMap<K, T>(), make);
}

interface Memory<K, T> {
  readonly get: (key: K) => T | undefined;
  readonly set: (key: K, value: T) => unknown;
}

function remembered<K, T extends object | string>(memory: Memory<K, T>, make: (key: K) => T): (key: K) => T {
  return (key) => {
    let value = memory.get(key);
    if (value === undefined) memory.set(key, (value = make(key)));
    return value;
  };
}
