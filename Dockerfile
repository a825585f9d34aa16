# One static binary in small images: one for each role (--target source,
# --target destination), and, without a target, one that plays both. After the
# first no stage runs anything, so that they build wherever the base images are
# at hand.
ARG GO_VERSION=1.26
ARG ALPINE_VERSION=3.22

FROM golang:${GO_VERSION} AS build
ARG TARGETOS=linux
ARG TARGETARCH
# For machines that reach the modules in another way: --build-arg GOPROXY=…
ARG GOPROXY
ARG GOSUMDB
# What the program cannot know here: its commit, and where its pages are read.
ARG REVISION
ARG PAGES
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 GOOS=${TARGETOS} GOARCH=${TARGETARCH} go build -trimpath -buildvcs=false \
      -tags timetzdata \
      -ldflags "-s -w -X main.built=${REVISION} ${PAGES:+-X main.pages=${PAGES}}" -o /out/airbyte/connector . \
 && mkdir -p /out/etc/ssl/certs /out/config /out/secrets /out/tmp \
 && cp /etc/ssl/certs/ca-certificates.crt /out/etc/ssl/certs/ca-certificates.crt \
 && chmod 1777 /out/tmp && chmod 0755 /out/airbyte/connector \
 && chown -R 1000:1000 /out/airbyte /out/config /out/secrets

# Airbyte runs a connector through `sh`, `sleep` and `mv`: alpine has them.
FROM alpine:${ALPINE_VERSION} AS plain
COPY --from=build /out/ /
USER 1000:1000
WORKDIR /airbyte
ENV AIRBYTE_ENTRYPOINT="/airbyte/connector"
ENTRYPOINT ["/airbyte/connector"]
LABEL io.airbyte.name="airbyte-sage-intacct" \
      io.airbyte.version="0.1.0" \
      org.opencontainers.image.title="airbyte-sage-intacct" \
      org.opencontainers.image.description="Airbyte source and destination for Sage Intacct" \
      org.opencontainers.image.licenses="MIT"

FROM plain AS source
ENV AIRBYTE_ENTRYPOINT="/airbyte/connector source"
ENTRYPOINT ["/airbyte/connector", "source"]
LABEL io.airbyte.name="airbyte-source-sage-intacct" \
      org.opencontainers.image.title="airbyte-source-sage-intacct" \
      org.opencontainers.image.description="Airbyte source for Sage Intacct"

FROM plain AS destination
ENV AIRBYTE_ENTRYPOINT="/airbyte/connector destination"
ENTRYPOINT ["/airbyte/connector", "destination"]
LABEL io.airbyte.name="airbyte-destination-sage-intacct" \
      org.opencontainers.image.title="airbyte-destination-sage-intacct" \
      org.opencontainers.image.description="Airbyte destination for Sage Intacct"

# The last one is what a build without a target gives.
FROM plain
