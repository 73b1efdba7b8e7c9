import type { MadeDay, Message } from './worker.ts'

/** What threads tell, each in its order, kept until it is the turn of what they tell of. */
export class Messages {
  /** Parts of which all is told, and all of those before them. */
  ended = 0
  private readonly waiting = new Map<number, Message[]>()
  /** What is known of the parts that are not ended. */
  private readonly parts = new Map<number, { readonly files: Set<string>; days: readonly MadeDay[] | null }>()
  private failure: { readonly cause: Error } | null = null
  private listener: { resolve(message: Message): void; reject(cause: Error): void } | null = null

  add(message: Message): void {
    const others = this.waiting.get(message.thread)
    if (others) others.push(message)
    else this.waiting.set(message.thread, [message])
    if (!this.listener) return
    const due = this.takeDue()
    if (!due) return
    this.listener.resolve(due)
    this.listener = null
  }

  /** From now on `next` throws. */
  fail(cause: Error): void {
    this.failure ??= { cause }
    this.listener?.reject(cause)
  }

  /** The next whose turn it is. One is asked for at a time. */
  next(): Promise<Message> {
    if (this.failure) return Promise.reject(this.failure.cause)
    const due = this.takeDue()
    if (due) return Promise.resolve(due)
    return new Promise((resolve, reject) => {
      this.listener = { resolve, reject }
    })
  }

  /** The parts that have ended since this was asked, in their order. */
  *endedParts(): Iterable<[number, readonly MadeDay[]]> {
    for (;;) {
      const days = this.parts.get(this.ended)?.days
      if (!days) return
      this.parts.delete(this.ended)
      yield [this.ended++, days]
    }
  }

  private takeDue(): Message | null {
    for (const messages of this.waiting.values()) {
      const [first] = messages
      if (!first || !this.isDue(first)) continue
      messages.shift()
      if (first.kind === 'file') this.part(first.number).files.add(first.file)
      if (first.kind === 'part') this.part(first.number).days = first.days
      return first
    }
    return null
  }

  /** Pieces of a file come after all of earlier parts. */
  private isDue(message: Message): boolean {
    if (message.kind !== 'piece') return true
    for (let before = this.ended; before < message.number; before++) {
      const part = this.parts.get(before)
      if (!part?.days && !part?.files.has(message.file)) return false
    }
    return true
  }

  private part(number: number) {
    const known = this.parts.get(number)
    if (known) return known
    const part = { files: new Set<string>(), days: null }
    this.parts.set(number, part)
    return part
  }
}
