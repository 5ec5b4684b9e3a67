import type { Logger } from 'pino'
import { type WatchedCertificate, watchedCertificate } from '../auth/watched-certificate.ts'
import type { Settings } from './settings.ts'

/** Milliseconds between two looks at the files. */
const everyMs = 1000

type Named = Pick<Settings, 'tlsCertFile' | 'tlsKeyFile' | 'tlsCaFile'>

/**
 * Opens and follows the certificate that the settings name; undefined where they name none. Throws when only a part of
 * its three files is named, or what they hold cannot be used.
 */
export async function openCertificate(
  { tlsCertFile: cert, tlsKeyFile: key, tlsCaFile: ca }: Named,
  log: Logger,
): Promise<WatchedCertificate | undefined> {
  if (cert === undefined && key === undefined && ca === undefined) return undefined
  if (cert === undefined || key === undefined || ca === undefined)
    throw new Error(
      'expected LIEN_THONG_TLS_CERT_FILE, LIEN_THONG_TLS_KEY_FILE and LIEN_THONG_TLS_CA_FILE together, or none of them',
    )
  return await watchedCertificate({
    files: { cert, key, ca },
    everyMs,
    tell: (said) =>
      'wrong' in said
        ? log.error(said, 'a changed certificate was refused; the one before it stays')
        : log.info(said, 'a changed certificate was taken up'),
  })
}
