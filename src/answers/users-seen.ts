import { FIRST_GUEST } from '../plan/numbers.ts'

/** Users of a page: about a division. */
const PAGE_BITS = 11
const WORDS = 1 << (PAGE_BITS - 5)

/**
 * Counts distinct users: a bit for each who can come again, in pages that are made as they are needed. A guest has another
 * number in each conference, so that nobody is kept in mind beyond the conference.
 */
export class UsersSeen {
  count = 0
  private readonly pages: (Int32Array | undefined)[] = []
  private guest = -1
  /** Numbers below 0, which no user has: rows that are wrong on purpose point to them. */
  private nobody: Set<number> | undefined

  /** The sessions of one guest follow one another. */
  add(user: number): void {
    if (user >= FIRST_GUEST) {
      if (user !== this.guest) this.count++
      this.guest = user
      return
    }
    if (user < 0) {
      this.addNobody(user)
      return
    }
    const page = this.page(user >>> PAGE_BITS)
    const word = (user >>> 5) & (WORDS - 1)
    const bit = 1 << (user & 31)
    if ((page[word]! & bit) !== 0) return
    page[word] = page[word]! | bit
    this.count++
  }

  /** Takes in those whom another has seen, in other conferences. */
  merge(other: UsersSeen): void {
    this.count += other.count - (other.nobody?.size ?? 0)
    for (const user of other.nobody ?? []) this.addNobody(user)
    for (const [number, theirs] of other.pages.entries()) {
      if (theirs === undefined) continue
      const ours = this.page(number)
      for (let word = 0; word < WORDS; word++) {
        this.count -= bitsOf(ours[word]! & theirs[word]!)
        ours[word] = ours[word]! | theirs[word]!
      }
    }
  }

  private addNobody(user: number): void {
    this.nobody ??= new Set()
    if (!this.nobody.has(user)) this.count++
    this.nobody.add(user)
  }

  private page(number: number): Int32Array {
    const known = this.pages[number]
    if (known !== undefined) return known
    const page = new Int32Array(WORDS)
    this.pages[number] = page
    return page
  }
}

function bitsOf(word: number): number {
  let count = 0
  for (let rest = word; rest !== 0; rest &= rest - 1) count++
  return count
}
