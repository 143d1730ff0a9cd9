// Memory that unit after unit works in: what is made anew for each is collected late, and grows with their number.

/** Bytes that are used again; they grow to the largest that were asked for. */
export class Scratch {
  #bytes: Buffer = Buffer.alloc(0);

  /** Room for so many bytes, good until the next time it is asked for. */
  readonly room = (bytes: number): Buffer => {
    // Units are of about one size: some room to spare, which costs nothing untouched, serves all that follow.
    if (bytes > this.#bytes.length) this.#bytes = Buffer.allocUnsafeSlow(Math.ceil(1.25 * bytes));
    return this.#bytes.subarray(0, bytes);
  };
}
