package product

import (
	"context"
	"log/slog"

	"gulimall/pkg/money"
)

// The help pages tell the rules of other services as these have them.

// FreightRule is what sending goods to the provinces of a region costs.
type FreightRule struct {
	Region     string
	Provinces  []string
	FirstGrams int64
	FirstFee   money.Fen
	ExtraGrams int64
	ExtraFee   money.Fen
}

// Freight lists what sending costs; none when ware does not answer.
func (c *Catalogue) Freight(ctx context.Context) []FreightRule {
	rules, err := c.freight.Get(ctx, struct{}{}, func(ctx context.Context) ([]FreightRule, error) {
		return ask(ctx, &c.ware, c.stock.Freight)
	})
	if err != nil {
		c.log.LogAttrs(ctx, slog.LevelDebug, "freight unknown, left out", slog.Any("error", err))
		return nil
	}
	return rules
}

// Level is a level of membership and what it brings.
type Level struct {
	ID          int64
	Name        string
	GrowthFrom  int64
	FreeFrom    money.Fen // goods from this amount travel free; 0 = they never do
	MemberPrice bool
}

// Levels lists the levels, the lowest first; none when member does not answer.
func (c *Catalogue) Levels(ctx context.Context) []Level {
	levels, err := c.levels.Get(ctx, struct{}{}, func(ctx context.Context) ([]Level, error) {
		return ask(ctx, &c.member, c.members.Levels)
	})
	if err != nil {
		c.log.LogAttrs(ctx, slog.LevelDebug, "levels unknown, left out", slog.Any("error", err))
		return nil
	}
	return levels
}
