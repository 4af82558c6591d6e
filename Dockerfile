# Two stages: the first installs by hash, the second carries the result and nothing to build with.
FROM python:3.11.14-slim-bookworm AS build
WORKDIR /src
COPY .ci/install .ci/install
COPY locks/runtime.txt locks/runtime.txt
RUN .ci/install /opt/osteon locked locks/runtime.txt
COPY pyproject.toml README.md ./
COPY dxa dxa
COPY parsers parsers
COPY assess assess
COPY store store
COPY deliver deliver
COPY ingest ingest
COPY api api
COPY fixtures/__init__.py fixtures/__init__.py
COPY fixtures/demo fixtures/demo
RUN .ci/install /opt/osteon project

FROM python:3.11.14-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /var/lib/osteon --create-home osteon
# Recognition of pictures (OSTEON_OCR=true) needs Debian's Tesseract: build with --build-arg OCR=true. The version is
# the one of the Debian release that the base image names.
ARG OCR=false
# hadolint ignore=DL3008
RUN if [ "$OCR" = true ]; then \
        apt-get update -qq && apt-get install -y -qq --no-install-recommends tesseract-ocr && \
        rm -rf /var/lib/apt/lists/*; \
    fi
COPY --from=build /opt/osteon /opt/osteon
# The address is open and nothing says how the connection is protected: the service refuses to start until it is
# given OSTEON_TLS_CERTIFICATE with OSTEON_TLS_KEY, or OSTEON_TRUSTED_PROXY=true behind a proxy that ends TLS.
ENV PATH=/opt/osteon/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OSTEON_HOME=/var/lib/osteon \
    OSTEON_HTTP_HOST=0.0.0.0
VOLUME /var/lib/osteon
WORKDIR /var/lib/osteon
USER 10001
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["/opt/osteon/bin/python", "-c", "import os, ssl, urllib.request as web; tls = os.environ.get('OSTEON_TLS_CERTIFICATE'); port = os.environ.get('OSTEON_HTTP_PORT') or '8080'; web.urlopen(f\"http{'s' if tls else ''}://127.0.0.1:{port}/health/live\", timeout=4, context=ssl._create_unverified_context())"]
CMD ["osteon", "serve"]
