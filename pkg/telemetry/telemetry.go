// Package telemetry says which request a piece of work belongs to: request ids, W3C trace context, and the metrics of
// the HTTP server. Ids always exist and travel on; spans are recorded only where an OTLP endpoint is configured.
package telemetry

import (
	"context"
	"fmt"
	"strings"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// scope is the instrumentation scope of every span of ours.
const scope = "gulimall"

// Setup installs the tracer of this process. With an empty endpoint nothing is recorded and nothing is sent. The
// endpoint is a URL (http://host:4318) or host:port. Call it before Middleware; call shutdown last, it flushes.
func Setup(ctx context.Context, service, otlpEndpoint string) (shutdown func(context.Context) error, err error) {
	if otlpEndpoint == "" {
		return func(context.Context) error { return nil }, nil
	}
	opts := []otlptracehttp.Option{otlptracehttp.WithEndpointURL(otlpEndpoint)}
	if !strings.Contains(otlpEndpoint, "://") {
		opts = []otlptracehttp.Option{otlptracehttp.WithEndpoint(otlpEndpoint), otlptracehttp.WithInsecure()}
	}
	exporter, err := otlptracehttp.New(ctx, opts...)
	if err != nil {
		return nil, fmt.Errorf("open OTLP exporter to %s: %w", otlpEndpoint, err)
	}
	provider := sdktrace.NewTracerProvider(
		sdktrace.WithBatcher(exporter),
		sdktrace.WithResource(resource.NewSchemaless(attribute.String("service.name", service))),
		sdktrace.WithSampler(sdktrace.ParentBased(sdktrace.AlwaysSample())),
	)
	otel.SetTracerProvider(provider)
	return provider.Shutdown, nil
}

// Span starts a span of the given kind as a child of the one in ctx. It costs nothing but a look at ctx when nothing
// is recorded. The caller calls end once, with the outcome.
func Span(ctx context.Context, name string, kind trace.SpanKind) (spanCtx context.Context, end func(error)) {
	if !recording() {
		return ctx, func(error) {}
	}
	spanCtx, span := otel.Tracer(scope).Start(ctx, name, trace.WithSpanKind(kind))
	return spanCtx, func(err error) {
		if err != nil {
			span.SetStatus(codes.Error, err.Error())
		}
		span.End()
	}
}

// recording reports whether Setup installed a real tracer.
func recording() bool {
	_, ok := otel.GetTracerProvider().(*sdktrace.TracerProvider)
	return ok
}
