# Two stages: the operator is bundled, and put beside node, git, tmux and what the write lock of a town needs (sh, flock,
# timeout: Debian has them), ps and pgrep, by which gt looks for agents, and ssh for git in polecats' pods. gt is not in it: it comes from the chart's gtConfig.image or from a mount.
#
#   docker build --build-arg NODE=node:24-bookworm-slim@sha256:… -t gastown-operator .
#   syft gastown-operator -o spdx-json        # the SBOM; or docker buildx build --sbom=true

ARG NODE=node:24-bookworm-slim

FROM ${NODE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY inspector-ui/package.json inspector-ui/
COPY packages/embedded-kube/package.json packages/embedded-kube/
COPY packages/listener/package.json packages/listener/
COPY packages/simulated-town/package.json packages/simulated-town/
COPY packages/system/package.json packages/system/
COPY packages/testing/package.json packages/testing/
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY scripts scripts
COPY machines machines
COPY packages packages
COPY src src
COPY inspector-ui inspector-ui
COPY samples samples
RUN node scripts/build-inspector.ts && node scripts/bundle.ts

FROM ${NODE}
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates git openssh-client procps tmux \
  && rm -rf /var/lib/apt/lists/*
COPY --from=build --chown=root:root /build/dist /opt/gastown-operator
# One arena: the few threads of node do not contend for it, and each further one keeps megabytes of its own.
# Fixed thresholds: left alone, glibc raises them with what was freed once, and keeps what the start took ever after.
ENV NODE_ENV=production MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=32768 MALLOC_TRIM_THRESHOLD_=65536 PATH=/opt/gt/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
ARG VERSION=0.1.0
ARG REVISION=""
LABEL org.opencontainers.image.title="gastown-operator" \
  org.opencontainers.image.description="Kubernetes operator for Gas Town" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
# The user `node` of the base image, as a number, so that Kubernetes can see that it is not root.
USER 1000:1000
EXPOSE 8080
# The young generation of a start-up burst would stay in memory ever after. The old one is collected once it has grown by a
# fifth: V8 would let it grow to a multiple where the machine has much memory, whoever else needs that. Sparkplug compiles
# what has run some times only, and keeps megabytes of that; Maglev and Turbofan, for what runs often, stay. V8's own functions
# are not copied for each of the two threads that run JavaScript.
ENTRYPOINT ["node", "--max-semi-space-size=1", "--heap-growing-percent=20", "--no-sparkplug", "--no-short-builtin-calls", "/opt/gastown-operator/gastown-operator.mjs"]
CMD ["run"]
