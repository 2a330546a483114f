# Node runs the TypeScript as it is: there is nothing to build, only what production needs to install.
FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json main.ts tsconfig.json LICENSE ./
COPY src ./src
COPY jobs ./jobs
# Used only when no DATABASE_URL is set: Footnote then keeps a PostgreSQL of its own here.
RUN mkdir /data && chown node:node /data
VOLUME /data
ENV FOOTNOTE_DATA_DIR=/data PORT=3000 NODE_COMPILE_CACHE=/tmp/compiled
USER node
EXPOSE 3000
# Node is process 1: it gets SIGTERM itself and stops in order.
CMD ["node", "--import", "./src/ops/compile-cache.mjs", "main.ts"]
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s --retries=4 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
