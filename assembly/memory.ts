// The memory of the pass as WebAssembly has it: src/kernel/memory.ts is what it stands in for.

class Bytes {
  @operator('[]') @inline at(i: i32): i32 {
    return <i32>load<u8>(i);
  }
  @operator('[]=') @inline put(i: i32, value: i32): void {
    store<u8>(i, value);
  }
}

class Words {
  @operator('[]') @inline at(i: i32): i32 {
    return load<i32>(i << 2);
  }
  @operator('[]=') @inline put(i: i32, value: i32): void {
    store<i32>(i << 2, value);
  }
}

export const M = changetype<Bytes>(0);

export const W = changetype<Words>(0);

export function move(to: i32, from: i32, bytes: i32): void {
  memory.copy(to, from, bytes);
}

export function putWord(at: i32, value: i32): void {
  store<i32>(at, value);
}
