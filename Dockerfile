# One static binary in a small image. The last stage only copies: it runs no
# package manager, so that it builds wherever the base images are at hand.
ARG GO_VERSION=1.26
ARG ALPINE_VERSION=3.22

FROM golang:${GO_VERSION} AS build
ARG TARGETOS=linux
ARG TARGETARCH
# For machines that reach the modules in another way: --build-arg GOPROXY=…
ARG GOPROXY
ARG GOSUMDB
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 GOOS=${TARGETOS} GOARCH=${TARGETARCH} go build -trimpath -buildvcs=false \
      -tags timetzdata -ldflags "-s -w" -o /out/airbyte/connector . \
 && mkdir -p /out/etc/ssl/certs /out/config /out/secrets /out/tmp \
 && cp /etc/ssl/certs/ca-certificates.crt /out/etc/ssl/certs/ca-certificates.crt \
 && chmod 1777 /out/tmp && chmod 0755 /out/airbyte/connector \
 && chown -R 1000:1000 /out/airbyte /out/config /out/secrets

# Airbyte runs a connector through `sh`, `sleep` and `mv`: alpine has them.
FROM alpine:${ALPINE_VERSION}
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
