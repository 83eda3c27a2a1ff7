# A static binary on nothing: no shell, no libc, no package manager. Zones are
# inside the binary; certificates come from the build stage.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
COPY third_party third_party
RUN go mod download
COPY . .
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false \
      -ldflags="-s -w -X main.version=${VERSION}" -o /out/embai-crawl ./cmd/embai-crawl \
 && mkdir /out/data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/embai-crawl /embai-crawl
# The one folder that is written to; it belongs to the user below.
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
WORKDIR /data
VOLUME /data
# Nothing outside the container reaches the review page unless it is published
# and EMBAI_TOKEN is set (docs/operating.md).
EXPOSE 8765
HEALTHCHECK --interval=5m --timeout=10s --start-period=1m --retries=3 \
  CMD ["/embai-crawl", "status", "--check"]
ENTRYPOINT ["/embai-crawl"]
CMD ["serve"]
