/** Every code that an error of Rollcall can have, with what it means: programs go by it, the wording may improve. */
export const errorCodes = {
  ROLLCALL_E_SCENARIO: 'A scenario cannot be used; `problems` says all that is wrong with it, with places.',
  ROLLCALL_E_ARGUMENT: 'A function was given what it does not take, or options that do not go together.',
  ROLLCALL_E_NAME: 'There is nothing of that name, or more than one thing.',
  ROLLCALL_E_ROWS: 'Rows are not those that were expected; `differences` says how they differ.',
  ROLLCALL_E_FILE: 'A file or a folder cannot be read or written.',
  ROLLCALL_E_CONTENT: 'A file or a folder can be read, but does not hold what it should.',
  ROLLCALL_E_EXISTS: 'What would be written is there already, or others have its place. Nothing was changed.',
  ROLLCALL_E_LOAD: 'An earlier load and its receipt do not allow it: there is nothing to go on with.',
  ROLLCALL_E_DATABASE: 'A database cannot be reached, or refuses the work.',
  ROLLCALL_E_TABLES: 'A database lacks tables or columns, or has others than the rows need.',
  ROLLCALL_E_VALUE: 'A value does not fit into the place that it is for.',
  ROLLCALL_E_DRIVER: 'An optional package that the work needs is not installed.',
} as const

export type ErrorCode = keyof typeof errorCodes

/** Something that the user can mend: a file, a folder, a database, a driver. The message is a sentence for that user. */
export class RollcallError extends Error {
  override readonly name: string = 'RollcallError'
  readonly code: ErrorCode
  /** What to try; null where the message says it all. */
  readonly hint: string | null

  constructor(code: ErrorCode, message: string, hint: string | null = null, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.hint = hint
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  EEXIST: 'it exists already',
  EMFILE: 'too many files are open',
  EFBIG: 'the file is too large for the file system',
  ENAMETOOLONG: 'the name is too long',
}

/** Why the file system refused, in words; the error's own message for a code that has none. */
export function fileSystemReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return REASONS[code ?? ''] ?? message
}

/** Whether an error came from the file system. */
export function isFileSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string'
}

/** Why a file could not be read as JSON: its code, and the words after its name. */
export function whyNotJson(error: unknown): readonly [code: ErrorCode, why: string] {
  return error instanceof SyntaxError
    ? ['ROLLCALL_E_CONTENT', 'is not JSON']
    : ['ROLLCALL_E_FILE', `cannot be read: ${fileSystemReason(error)}`]
}
