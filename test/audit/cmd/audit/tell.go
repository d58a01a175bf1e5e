package main

import (
	"context"
	"log/slog"
	"time"

	"gulimall/pkg/consul"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/rpc"
	"gulimall/test/audit"
)

// tellTime bounds how long the back office is waited for.
const tellTime = 5 * time.Second

// noConsul is the setting of a shop that runs without Consul.
const noConsul = "off"

// tell hands a report to the back office, which shows the last one.
func tell(ctx context.Context, consulAddr string, mode audit.Mode, report audit.Report) error {
	ctx, cancel := context.WithTimeout(ctx, tellTime)
	defer cancel()
	resolver, err := consul.NewResolver(consulAddr, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer resolver.Close()
	if err := resolver.Wait(ctx, adminapi.Service); err != nil {
		return err
	}
	return rpc.New(resolver, adminapi.Service, rpc.Options{}).Post(ctx, adminapi.PathAuditRuns, told(mode, report), nil)
}

// told is a report in the words of the back office.
func told(mode audit.Mode, report audit.Report) adminapi.AuditRun {
	run := adminapi.AuditRun{At: report.At.UTC(), Mode: "final", Rules: len(report.Results), TookMs: report.Took.Milliseconds(), Violated: []adminapi.AuditFinding{}, Skipped: report.Skipped}
	if mode == audit.Online {
		run.Mode = "online"
	}
	for _, r := range report.Violated() {
		found := adminapi.AuditFinding{Rule: r.Rule, Says: r.Says, Violations: r.Violations}
		for _, f := range r.Findings {
			found.Examples = append(found.Examples, f.Key+": "+f.Detail)
		}
		run.Violated = append(run.Violated, found)
	}
	return run
}
