import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pageRoutes } from './console-page.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { sendSmallPage, serveSmallPageStyle, type SmallPage } from './small-page.ts'

/**
 * In place of the console where the provider of tokens does not know it as a client: a page under each of its routes
 * that says what the operator must set (503). The API is not touched by it.
 */
export function serveWithoutSignIn(app: FastifyInstance): void {
  serveSmallPageStyle(app)
  for (const url of [...pageRoutes, signInRoutes.signIn])
    app.route({ method: ['GET', 'HEAD'], url, handler })
}

async function handler(_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  return await sendSmallPage(reply, 503, closed)
}

const closed: SmallPage = {
  title: {
    vi: 'Chưa đăng nhập được bằng trình duyệt',
    en: 'Nobody can sign in by the browser yet',
  },
  text: [
    {
      vi: 'Cổng có OIDC_ISSUER nhưng chưa có OIDC_CLIENT_ID. Giao diện lập trình vẫn hoạt động tại /graphql với mã truy cập của nhà cung cấp.',
      en: 'The gateway has OIDC_ISSUER and no OIDC_CLIENT_ID. The API works at /graphql with access tokens of that provider.',
    },
    {
      vi: 'Người vận hành: đăng ký bảng điều khiển làm ứng dụng tại nhà cung cấp, với địa chỉ quay về LIEN_THONG_PUBLIC_URL/console/callback; đặt OIDC_CLIENT_ID (và OIDC_CLIENT_SECRET nếu không phải ứng dụng công khai) và LIEN_THONG_PUBLIC_URL; khởi động lại. Không cần bảng điều khiển: đặt LIEN_THONG_CONSOLE=off.',
      en: 'Operators: register the console as a client at the provider, with the redirect address LIEN_THONG_PUBLIC_URL/console/callback; set OIDC_CLIENT_ID (and OIDC_CLIENT_SECRET unless the client is public) and LIEN_THONG_PUBLIC_URL; start again. Without need of a console: set LIEN_THONG_CONSOLE=off.',
    },
  ],
}
