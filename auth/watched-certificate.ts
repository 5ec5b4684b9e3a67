import { X509Certificate, createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'

/** Files in PEM: a certificate with those between it and the authority, its private key, the authorities of the other side. */
export interface CertificateFiles {
  readonly cert: string
  readonly key: string
  readonly ca: string
}

/** What the files hold, checked against each other. */
export interface CertificateTexts {
  readonly cert: string
  readonly key: string
  readonly ca: string
}

export interface WatchedCertificate {
  readonly current: () => CertificateTexts
  /** Called after each change that was taken. */
  readonly onChange: (listener: (texts: CertificateTexts) => void) => void
  readonly close: () => void
}

export interface WatchOptions {
  readonly files: CertificateFiles
  /** Milliseconds between two looks. */
  readonly everyMs: number
  /** A changed certificate is in use, or was refused: the one before it stays. */
  readonly tell: (said: { readonly until: string } | { readonly wrong: string }) => void
}

const pemBlocks = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/**
 * Opens a certificate in files and follows them: they are read again every so often, since an orchestrator replaces
 * them under their names. Files that do not belong together (a key half a second before its certificate) change
 * nothing. Throws an Error that names the file when what is there at the start cannot be used.
 */
export async function watchedCertificate(options: WatchOptions): Promise<WatchedCertificate> {
  const { files, everyMs, tell } = options
  let now = Object.freeze(checked(await textsOf(files), files))
  let refused = ''
  const listeners: ((texts: CertificateTexts) => void)[] = []
  const look = async (): Promise<void> => {
    try {
      const next = await textsOf(files)
      if (next.cert === now.cert && next.key === now.key && next.ca === now.ca) return
      now = Object.freeze(checked(next, files))
      refused = ''
      for (const listener of listeners) listener(now)
      tell({ until: new Date(new X509Certificate(now.cert).validTo).toISOString() })
    } catch (error) {
      const wrong = error instanceof Error ? error.message : 'unreadable'
      if (wrong !== refused) tell({ wrong })
      refused = wrong
    }
  }
  let timer = setTimeout(round, everyMs)
  let closed = false
  function round(): void {
    void look().finally(() => {
      if (!closed) timer = setTimeout(round, everyMs).unref()
    })
  }
  timer.unref()
  return {
    current: () => now,
    onChange: (listener) => void listeners.push(listener),
    close: () => {
      closed = true
      clearTimeout(timer)
    },
  }
}

async function textsOf({ cert, key, ca }: CertificateFiles): Promise<CertificateTexts> {
  const read = [cert, key, ca].map(async (file) => {
    try {
      return await readFile(file, 'utf8')
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
      throw new Error(`${file}: expected a readable file, got ${code}`, { cause: error })
    }
  })
  const [certText = '', keyText = '', caText = ''] = await Promise.all(read)
  return { cert: certText, key: keyText, ca: caText }
}

function checked(texts: CertificateTexts, files: CertificateFiles): CertificateTexts {
  const own = attempted(() => new X509Certificate(texts.cert))
  if (own === undefined) throw new Error(`${files.cert}: expected a certificate in PEM`)
  const key = attempted(() => createPrivateKey(texts.key))
  if (key === undefined) throw new Error(`${files.key}: expected a private key in PEM`)
  if (!own.checkPrivateKey(key))
    throw new Error(`${files.key}: expected the private key of ${files.cert}, got another`)
  const authorities = texts.ca.match(pemBlocks) ?? []
  if (
    authorities.length === 0 ||
    !authorities.every((pem) => attempted(() => new X509Certificate(pem)))
  )
    throw new Error(`${files.ca}: expected the authorities' certificates in PEM`)
  return texts
}

function attempted<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
