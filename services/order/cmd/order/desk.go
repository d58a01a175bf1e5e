package main

import (
	"context"
	"time"

	"gulimall/pkg/app"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/i18n"
	"gulimall/services/order"
	"gulimall/services/order/clients"
	"gulimall/services/order/httpapi"
	"gulimall/services/order/pages"
	"gulimall/services/order/store"
	"gulimall/web/frame"
)

const (
	pricesEvery = 15 * time.Second
	foldEvery   = 15 * time.Second
	flushEvery  = 5 * time.Second
	flushTime   = 3 * time.Second
)

// ordersDesk adds the orders desk of the back office, and what is counted for the dashboard.
func ordersDesk(kit *app.Kit, uc *order.Orders, kept *store.Store, back *frame.Office, words *i18n.Catalogue) {
	desk := order.NewDesk(uc, kept, clients.Others{Stock: kit.Peer(wareapi.Service), Money: kit.Peer(paymentapi.Service)})
	httpapi.DeskRoutes(kit.Engine, desk, kit.Edge, kit.Decode)
	pages.DeskRoutes(kit.Engine, desk, back, words)
	kit.Sweep("unlock prices", pricesEvery, desk.SweepPrices)

	sums := order.NewSummaries(kept, uc.Settlements(), kit.Now)
	httpapi.SummaryRoutes(kit.Engine, sums, kit.Edge)
	kit.Every("count orders", foldEvery, sums.Fold)
	kit.Every("count settlement pages", flushEvery, sums.Flush)
	kit.Go("last settlement pages", func(ctx context.Context) error {
		<-ctx.Done()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTime)
		defer cancel()
		return sums.Flush(ctx)
	})
}

// countAnew counts everything again that the dashboard shows.
func countAnew(ctx context.Context, kit *app.Kit, c *config) error {
	kept := store.New(kit.DB, kit.Outbox, c.OrderTTL)
	return order.NewSummaries(kept, &order.Tally{}, kit.Now).FoldAll(ctx)
}
