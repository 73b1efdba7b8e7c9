/** Something that the user can mend: a file, a folder, a database, a driver. The message is a sentence for that user. */
export class RollcallError extends Error {
  override readonly name = 'RollcallError'
  /** What to try; null where the message says it all. */
  readonly hint: string | null

  constructor(message: string, hint: string | null = null, options?: ErrorOptions) {
    super(message, options)
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
