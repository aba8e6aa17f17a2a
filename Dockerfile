# render in a container: built on an image of Swift, run on a plain Debian from the package of `make deb`. Untested:
# there was no container engine where it was written.
#
#   docker build --tag render .
#   docker run --rm --user "$(id -u)" --volume "$PWD:/music" render --out piece.wav

FROM swift:6.2-bookworm AS build
WORKDIR /render
COPY . .
RUN make deb

FROM debian:bookworm-slim
RUN --mount=from=build,source=/render/.build/deb,target=/deb \
    apt-get update \
    && apt-get install --yes --no-install-recommends /deb/render_*.deb \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /music
ENTRYPOINT ["render"]
