// Package consumer tells the catalogue what the other services and the other instances say.
package consumer

import (
	"context"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/rabbit"
)

// Catalogue is the use cases that messages ask for.
type Catalogue interface {
	Sold(ctx context.Context, counts map[int64]int64) error
	SkusChanged(ctx context.Context, ids []int64, onlySales bool) error
	MenuChanged(ctx context.Context)
	StockChanged(ctx context.Context, available map[int64]int64) error
	Rebuild(ctx context.Context) error
}

// Queues are the queues that the instances empty together.
func Queues(uc Catalogue) []rabbit.Consumer {
	return []rabbit.Consumer{
		{Queue: productapi.QueueOrderPaid, Handle: func(ctx context.Context, m rabbit.Message) error { return paid(ctx, uc, m) }},
	}
}

// Index is what every instance hears for its own index and its own memory. What passed by while nobody listened is read from the
// database when the connection is there.
func Index(uc Catalogue) rabbit.Broadcast {
	return rabbit.Broadcast{
		Name: "product.index",
		Listen: []rabbit.Route{
			{Exchange: productapi.Exchange, Key: productapi.KeySkuChanged},
			{Exchange: wareapi.Exchange, Key: wareapi.KeyChanged},
		},
		OnConnect: uc.Rebuild,
		Handle:    func(ctx context.Context, m rabbit.Message) error { return changed(ctx, uc, m) },
	}
}

func paid(ctx context.Context, uc Catalogue, m rabbit.Message) error {
	order, err := rabbit.Decode[orderapi.Paid](m)
	if err != nil {
		return err
	}
	counts := map[int64]int64{}
	for _, line := range order.Lines {
		counts[line.SkuID] += line.Count
	}
	return uc.Sold(ctx, counts)
}

func changed(ctx context.Context, uc Catalogue, m rabbit.Message) error {
	switch m.Type {
	case productapi.TypeSkuChanged:
		what, err := rabbit.Decode[productapi.SkuChanged](m)
		if err != nil {
			return err
		}
		if what.OnlyMenu {
			uc.MenuChanged(ctx)
			return nil
		}
		return uc.SkusChanged(ctx, what.SkuIDs, what.OnlySales)
	case wareapi.TypeChanged:
		what, err := rabbit.Decode[wareapi.StockChanged](m)
		if err != nil {
			return err
		}
		available := make(map[int64]int64, len(what.Skus))
		for _, s := range what.Skus {
			available[s.SkuID] = s.Available
		}
		return uc.StockChanged(ctx, available)
	}
	return rabbit.Ignore("message type %q means nothing to the catalogue", m.Type)
}
