/** What a server or its driver said, in one line: Knex writes the statement before it. */
export function saidBy({ message }: { readonly message: string }): string {
  return message.split(' - ').at(-1)!.replace(/\s+/g, ' ').trim()
}
