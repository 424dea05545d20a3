# syntax=docker/dockerfile:1
# The program as one static file, and nothing else beside it. `docs/release.md` says how to build and try the image.

FROM node:24-bookworm-slim AS node

FROM rust:1.95.0-bookworm AS build
# The C compiler for musl: SQLite and ring have parts in C.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends musl-tools \
    && rm -rf /var/lib/apt/lists/*
# wasm-opt, the style sheet compiler and the script compressor are npm packages.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /src
COPY rust-toolchain.toml .
RUN rustup target add wasm32-unknown-unknown x86_64-unknown-linux-musl
COPY . .
# Trunk and wasm-bindgen are kept between builds; what they build is not.
ENV XDG_CACHE_HOME=/cache
RUN --mount=type=cache,target=/cache \
    --mount=type=cache,target=/usr/local/cargo/registry \
    cargo xtask build \
    && cargo build --release --locked --target x86_64-unknown-linux-musl --package bayside-server
RUN mkdir /empty

FROM scratch
COPY --from=build /src/target/x86_64-unknown-linux-musl/release/bayside /bayside
# SQLite's file, where no other database is named; also the only folder that the program may write to.
COPY --from=build --chown=65532:65532 /empty /data
USER 65532:65532
WORKDIR /data
VOLUME /data
# Inside a container the loopback reaches nobody.
ENV BAYSIDE_LISTEN=0.0.0.0:8080 \
    BAYSIDE_DATABASE=sqlite:/data/bayside.db
EXPOSE 8080
# Fails where the program is not static: there is no loader here.
RUN ["/bayside", "--version"]
# No HEALTHCHECK: it would run a program in the image, and there is no other. Ask /healthz and /readyz from outside.
ENTRYPOINT ["/bayside"]
CMD ["serve"]
