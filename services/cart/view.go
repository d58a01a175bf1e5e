package cart

import (
	"fmt"

	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/money"
)

// View is a cart as it is shown: at live prices, with what stands in the way of buying.
type View struct {
	Items         []Item
	TotalCount    int64
	CheckedCount  int64
	CheckedAmount money.Fen

	stale []int64 // what is kept as checked and cannot be bought
}

// Item is a line with what its owners say about the SKU. What cannot be bought is never Checked.
type Item struct {
	Line
	Goods     Goods // without a title when the SKU no longer exists
	LivePrice money.Fen
	Subtotal  money.Fen
	Problems  []string
	Available int64 // pieces in stock; -1 is unknown
}

// Buyable says whether anything of the line can be bought.
func (i Item) Buyable() bool { return i.Goods.OnShelf && i.Available != 0 }

// unknown is the stock when ware does not answer: the cart is still shown, the order will ask again.
const unknown = -1

// view prices lines. goods holds what exists of the SKUs; a nil stock means that ware did not answer.
func view(lines []Line, goods map[int64]Goods, stock map[int64]int64) (View, error) {
	newestFirst(lines)
	v := View{Items: make([]Item, 0, len(lines))}
	for _, line := range lines {
		item := Item{Line: line, Goods: goods[line.SkuID], LivePrice: line.Price, Available: unknown}
		if _, exists := goods[line.SkuID]; exists {
			item.LivePrice = item.Goods.Price
		}
		if stock != nil {
			item.Available = stock[line.SkuID]
		}
		item.Problems = problems(item)
		var err error
		if item.Subtotal, err = item.LivePrice.Mul(line.Count); err != nil {
			return View{}, fmt.Errorf("price of sku %d: %w", line.SkuID, err)
		}
		v.TotalCount += line.Count
		if item.Checked && !item.Buyable() {
			item.Checked = false
			v.stale = append(v.stale, line.SkuID)
		}
		if item.Checked {
			v.CheckedCount += line.Count
			if v.CheckedAmount, err = v.CheckedAmount.Add(item.Subtotal); err != nil {
				return View{}, fmt.Errorf("sum of the cart: %w", err)
			}
		}
		v.Items = append(v.Items, item)
	}
	return v, nil
}

// problems names what stands in the way of buying a line. What is off the shelf has no price and no stock that would matter.
func problems(item Item) []string {
	if !item.Goods.OnShelf {
		return []string{cartapi.ProblemOffShelf}
	}
	found := []string{}
	if item.LivePrice != item.Price {
		found = append(found, cartapi.ProblemPriceChanged)
	}
	switch {
	case item.Available == unknown:
	case item.Available == 0:
		found = append(found, cartapi.ProblemSoldOut)
	case item.Available < item.Count:
		found = append(found, cartapi.ProblemStockShort)
	}
	return found
}
