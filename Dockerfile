# One image for every role; docker-compose.yml gives each its command.
FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6
ENV NODE_ENV=production UV_THREADPOOL_SIZE=32
WORKDIR /openseal
COPY package.json package-lock.json ./
# What is in it by name, version and hash, for whoever asks which release holds a faulty package.
RUN npm ci --omit=dev && npm run --silent sbom > sbom.cdx.json && npm cache clean --force
COPY domain ./domain
COPY sealing ./sealing
COPY workflows ./workflows
COPY activities ./activities
COPY store ./store
COPY runtime ./runtime
COPY api ./api
COPY rehearsal ./rehearsal
COPY cli ./cli
COPY bin ./bin
COPY examples ./examples
# A volume takes its owner from the folder that it is first mounted over: without these it would be root's.
RUN mkdir -p /data/keys /data/uploads && chown -R node:node /data
USER node
ENV OPENSEAL_DATA=/data OPENSEAL_HOST=0.0.0.0
VOLUME /data
CMD ["node", "bin/api.ts"]
