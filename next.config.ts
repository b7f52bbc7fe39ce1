/** How the web process is built. Packages with native or generated parts stay outside the bundle. */
import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Types are checked by npm run check, over tests and scripts too; whoever starts Concord need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // No image of ours goes through the framework's optimiser: what is served is exactly what was made.
  images: { unoptimized: true },
  serverExternalPackages: ['@prisma/client', '@prisma/adapter-pg', 'pg', 'pg-boss', 'sharp', 'yauzl'],
  headers: async () => [
    { source: '/_next/static/:path*', headers: [{ key: 'x-content-type-options', value: 'nosniff' }] },
  ],
}

export default config
