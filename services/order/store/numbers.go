package store

import (
	"context"
	"sync"

	"gorm.io/gorm"

	"gulimall/pkg/orderno"
	"gulimall/services/order"
)

// Numbers makes order numbers. It draws its machine number with the first one, so that a process starts while its database is away.
type Numbers struct {
	db *gorm.DB

	mu        sync.Mutex
	generator *orderno.Generator
}

var _ order.Numbers = (*Numbers)(nil)

// NewNumbers makes numbers that are unique over all processes on the schema.
func NewNumbers(db *gorm.DB) *Numbers { return &Numbers{db: db} }

// Next implements order.Numbers.
func (n *Numbers) Next(ctx context.Context) (string, error) {
	generator, err := n.drawn(ctx)
	if err != nil {
		return "", err
	}
	return generator.Next()
}

func (n *Numbers) drawn(ctx context.Context) (*orderno.Generator, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.generator != nil {
		return n.generator, nil
	}
	machine, err := orderno.Machine(ctx, n.db)
	if err != nil {
		return nil, err
	}
	n.generator, err = orderno.New(machine)
	return n.generator, err
}
