TAG ?= dev
IMAGE ?= airbyte-sage-intacct:$(TAG)
# Where the documentation is read, for who publishes it elsewhere: PAGES=https://…
PAGES ?=
# The folder of Alpine's root filesystems (alpine-minirootfs-…), of which images
# for several architectures are made.
BASE ?=
BUILD = docker build --build-arg REVISION=$$(git rev-parse HEAD 2>/dev/null) --build-arg PAGES=$(PAGES)
RELEASE = go run ./release --out dist --revision "$$(git rev-parse HEAD 2>/dev/null)" --pages "$(PAGES)" --base "$(BASE)"
GOLANGCI_LINT = github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

.PHONY: help run test race lint fuzz bench image images wheels release sandbox clean

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Read the embedded company, as the README does
	go run . read --config integration_tests/sandbox_config.json --catalog integration_tests/configured_catalog.json

sandbox: ## Serve the simulated company on 127.0.0.1:8080
	go run . sandbox --listen 127.0.0.1:8080

test: ## Run the tests that need only Go
	go test ./...

race: ## Run them under the race detector
	go test -race ./...

lint: ## Vet, lint and check the formatting
	go vet ./...
	go run $(GOLANGCI_LINT) run ./...

fuzz: ## Give every fuzz test half a minute
	@for package in $$(go list ./...); do \
	  for name in $$(go test -list '^Fuzz' $$package | grep '^Fuzz'); do \
	    go test -run '^$$' -fuzz "^$$name$$" -fuzztime 30s $$package || exit 1; \
	  done; \
	done

bench: ## Run the benchmarks, side by side
	go test -run '^$$' -bench . -benchmem ./...

image: ## Build the image that plays both roles
	$(BUILD) -t $(IMAGE) .

images: image ## Build it, and one for each role
	$(BUILD) --target source -t airbyte-source-sage-intacct:$(TAG) .
	$(BUILD) --target destination -t airbyte-destination-sage-intacct:$(TAG) .

wheels: ## Make Python wheels of both roles for each platform, in dist
	$(RELEASE) wheels

release: ## Make them, the programs, a bill of materials; with BASE=FOLDER images
	$(RELEASE)

clean: ## Remove what was built
	rm -rf dist airbyte-sage-intacct
