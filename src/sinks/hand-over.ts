/** Hands items from one who gives them, one after the other, to one who iterates. Nothing is kept in between. */
export class HandOver<T> implements AsyncIterable<T> {
  private items: T[] = []
  private isEnded = false
  private failure: { readonly cause: unknown } | null = null
  /** Who iterates waits for the next item. */
  private wake = () => {}
  /** Who gave an item waits until it was taken and used. */
  private release = () => {}

  /** Resolves when the next item is asked for. Throws what `fail` was told. */
  async give(item: T): Promise<void> {
    if (!this.failure) {
      await new Promise<void>((resolve) => {
        this.items.push(item)
        this.release = resolve
        this.wake()
      })
    }
    if (this.failure) throw this.failure.cause
  }

  /** There are no more items. */
  end(): void {
    this.isEnded = true
    this.wake()
  }

  /** No more items are taken: who gives them is told why. */
  fail(cause: unknown): void {
    this.failure = { cause }
    this.release()
    this.end()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    while (!this.isEnded) {
      const item = this.items.shift()
      if (item === undefined) await new Promise<void>((resolve) => (this.wake = resolve))
      else {
        yield item
        this.release()
      }
    }
  }
}
