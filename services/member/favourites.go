package member

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"gulimall/pkg/apperr"
	"gulimall/pkg/money"
)

// Favourite is a SKU that a member wants to find again.
type Favourite struct {
	SkuID int64
	At    time.Time
}

// Goods is what the catalogue says of a SKU now.
type Goods struct {
	SkuID   int64
	Title   string
	Image   string
	Attrs   []string
	Brand   string
	Price   money.Fen
	OnShelf bool
}

// ShownFavourite is a favourite as it stands today.
type ShownFavourite struct {
	Favourite
	Goods   Goods
	Known   bool // false: the catalogue does not have it any more, and Goods is empty
	InStock bool
}

// AddFavourite keeps a SKU; ErrNoSku when the catalogue does not know it. Twice is once.
func (m *Members) AddFavourite(ctx context.Context, memberID, skuID int64) error {
	goods, err := m.Catalogue.Goods(ctx, []int64{skuID})
	if err != nil {
		return fmt.Errorf("add favourite: %w", err)
	}
	if _, known := goods[skuID]; !known {
		return ErrNoSku
	}
	return m.Store.AddFavourite(ctx, memberID, skuID)
}

// RemoveFavourite lets a SKU go, whether it was kept or not.
func (m *Members) RemoveFavourite(ctx context.Context, memberID, skuID int64) error {
	return m.Store.RemoveFavourite(ctx, memberID, skuID)
}

// FavouriteIDs lists all SKUs that a member keeps, the newest first.
func (m *Members) FavouriteIDs(ctx context.Context, memberID int64) ([]int64, error) {
	kept, _, err := m.Store.Favourites(ctx, memberID, 0, MaxFavourites)
	ids := make([]int64, len(kept))
	for i, f := range kept {
		ids[i] = f.SkuID
	}
	return ids, err
}

// Favourites lists what a member keeps with today's titles, prices and stock, the newest first, and how many there are. Without the
// catalogue it is ErrUnavailable; a ware service that does not answer has everything in stock: the cart will tell.
func (m *Members) Favourites(ctx context.Context, memberID int64, offset, limit int) ([]ShownFavourite, int, error) {
	kept, total, err := m.Store.Favourites(ctx, memberID, offset, limit)
	if err != nil || len(kept) == 0 {
		return nil, total, err
	}
	ids := make([]int64, len(kept))
	for i, f := range kept {
		ids[i] = f.SkuID
	}
	var goods map[int64]Goods
	var inStock map[int64]bool
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		goods, err = m.Catalogue.Goods(groupCtx, ids)
		return err
	})
	group.Go(func() (err error) {
		if inStock, err = m.Stock.InStock(groupCtx, ids); err != nil && groupCtx.Err() == nil {
			m.Log.LogAttrs(ctx, slog.LevelWarn, "stock of favourites not known", slog.Any("error", err))
		}
		return nil
	})
	if err := group.Wait(); err != nil {
		return nil, total, apperr.ErrUnavailable.Wrap(fmt.Errorf("goods of favourites: %w", err))
	}
	shown := make([]ShownFavourite, len(kept))
	for i, f := range kept {
		g, known := goods[f.SkuID]
		shown[i] = ShownFavourite{Favourite: f, Goods: g, Known: known, InStock: inStock == nil || inStock[f.SkuID]}
	}
	return shown, total, nil
}
