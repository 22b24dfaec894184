/** Makes a value for each key once and keeps it. For keys that are few, such as the numbers of a bridge's ports. */
export function onceForEach<K, T extends object | string>(make: (key: K) => T): (key: K) => T {
  const made = new Map<K, T>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) made.set(key, (value = make(key)));
    return value;
  };
}

/** The same for objects: what was made for one is kept as long as the object is. Not one with the other: a map of either kind is looked into millions of times. */
export function onceForEachObject<K extends object, T extends object | string>(make: (key: K) => T): (key: K) => T {
  const made = new WeakMap<K, T>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) made.set(key, (value = make(key)));
    return value;
  };
}
