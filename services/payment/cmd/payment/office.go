package main

import (
	"context"
	"time"

	"gulimall/pkg/app"
	"gulimall/services/payment"
	"gulimall/services/payment/httpapi"
	"gulimall/services/payment/pages"
	"gulimall/web/frame"
)

// The pauses between two rounds of the payments desk.
const (
	foldEvery      = 20 * time.Second
	foldAllEvery   = time.Hour
	nightlyEvery   = time.Minute
	reconcileEvery = 2 * time.Second
)

// office adds the payments desk, and the rounds that it lives on.
func office(kit *app.Kit, desk *payment.Desk, reconciler *payment.Reconciler, f *frame.Office) {
	httpapi.OfficeRoutes(kit.Engine, desk, reconciler, kit.Edge, kit.Decode)
	pages.OfficeRoutes(kit.Engine, desk, reconciler, f, kit.Decode)
	kit.Every("fold days", foldEvery, desk.Fold)
	kit.Every("fold all days", foldAllEvery, desk.FoldAll)
	kit.Every("begin the nightly reconciliation", nightlyEvery, reconciler.Nightly)
	kit.Every("reconcile", reconcileEvery, func(ctx context.Context) error {
		for {
			if more, err := reconciler.Work(ctx); err != nil || !more {
				return err
			}
		}
	})
}
