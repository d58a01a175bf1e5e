package ware

import (
	"fmt"

	"gulimall/pkg/money"
)

// Freight is what sending an order costs, and the rule in words.
type Freight struct {
	Fee  money.Fen
	Rule string
}

// freight prices the whole order as one shipment by the rule of the province's region: that the shop splits an order over two
// warehouses is its own affair. From the amount of the member's level on, goods travel free (free 0: the level has no such amount).
func freight(rule FreightRule, grams int64, goods, free money.Fen) Freight {
	if free > 0 && goods >= free {
		return Freight{0, fmt.Sprintf("满 ¥%s 包邮", free)}
	}
	fee := rule.FirstFee
	if extra := grams - rule.FirstGrams; extra > 0 && rule.ExtraGrams > 0 {
		steps := (extra + rule.ExtraGrams - 1) / rule.ExtraGrams
		fee += rule.ExtraFee * money.Fen(steps)
	}
	return Freight{fee, fmt.Sprintf("%s：首重 %d 克 ¥%s，续重每 %d 克 ¥%s", rule.Region, rule.FirstGrams, rule.FirstFee, rule.ExtraGrams, rule.ExtraFee)}
}
