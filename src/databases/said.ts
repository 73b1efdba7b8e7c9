/** Where a server refused something for a reason that we have no words for. */
export function refusedBy(error: { readonly message: string }): string {
  return `the server refused it (${saidBy(error)})`
}

/** What a server or its driver said, in one line: Knex writes the statement before it. */
export function saidBy({ message }: { readonly message: string }): string {
  return message.split(' - ').at(-1)!.replace(/\s+/g, ' ').trim()
}
