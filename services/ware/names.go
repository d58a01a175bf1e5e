package ware

import (
	"context"
	"fmt"
	"sync"
)

// NameStore keeps what goods are called, for the lists of the stock desk.
type NameStore interface {
	// Unnamed lists SKUs without a name.
	Unnamed(ctx context.Context, limit int) ([]int64, error)
	// SkusAfter lists SKUs by their number, from the one behind after.
	SkusAfter(ctx context.Context, after int64, limit int) ([]int64, error)
	Name(ctx context.Context, names map[int64]string) error
}

// Catalogue tells what goods are called.
type Catalogue interface {
	Titles(ctx context.Context, skuIDs []int64) (map[int64]string, error)
}

// nameBatch bounds the goods of one look, new ones and known ones each.
const nameBatch = 200

// Names keeps the names of goods: of new ones within a minute, and going round through all of them for those that were renamed.
type Names struct {
	store     NameStore
	catalogue Catalogue

	mu    sync.Mutex
	after int64
}

// NewNames makes the use case.
func NewNames(store NameStore, catalogue Catalogue) *Names {
	return &Names{store: store, catalogue: catalogue}
}

// Refresh takes one look.
func (n *Names) Refresh(ctx context.Context) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	fresh, err := n.store.Unnamed(ctx, nameBatch)
	if err != nil {
		return fmt.Errorf("look for goods without names: %w", err)
	}
	known, err := n.store.SkusAfter(ctx, n.after, nameBatch)
	if err != nil {
		return fmt.Errorf("look for goods: %w", err)
	}
	if ids := append(fresh, known...); len(ids) > 0 {
		titles, err := n.catalogue.Titles(ctx, ids)
		if err != nil {
			return fmt.Errorf("ask for names of goods: %w", err)
		}
		if err := n.store.Name(ctx, titles); err != nil {
			return err
		}
	}
	n.after = 0 // round again
	if len(known) == nameBatch {
		n.after = known[len(known)-1]
	}
	return nil
}
