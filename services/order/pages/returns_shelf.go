package pages

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/wareapi"
	"gulimall/services/order"
	"gulimall/web/page"
)

// home is the place where pieces came from, whatever warehouse that was.
const home = "0"

// placeField is the field of where the pieces of a line go.
func placeField(skuID int64) string { return "ware-" + strconv.FormatInt(skuID, 10) }

// taking are the warehouses that take goods in: those that are open. A closed one would keep them from being sold.
func taking(houses []wareapi.Warehouse) []wareapi.Warehouse {
	return slices.DeleteFunc(slices.Clone(houses), func(h wareapi.Warehouse) bool { return h.Closed })
}

// places are where pieces can go: nowhere, if that is a choice, where they came from, or to a warehouse.
func places(words order.Words, houses []wareapi.Warehouse, chosen string, nowhere bool) []page.Option {
	var all []page.Option
	add := func(value, label string) {
		all = append(all, page.Option{Value: value, Label: label, Selected: value == chosen})
	}
	if nowhere {
		add("", words.T("aftersales.nothing_back"))
	}
	add(home, words.T("aftersales.home"))
	for _, h := range taking(houses) {
		add(strconv.FormatInt(h.ID, 10), h.Name)
	}
	return all
}

// placeTyped reads where the pieces of a line go; a warehouse that nobody offered is refused.
func placeTyped(c *gin.Context, houses []wareapi.Warehouse, skuID int64) (int64, error) {
	typed := c.DefaultPostForm(placeField(skuID), home)
	for _, h := range taking(houses) {
		if typed == strconv.FormatInt(h.ID, 10) {
			return h.ID, nil
		}
	}
	if typed != home {
		return 0, apperr.ErrInvalid.WithField(placeField(skuID), "invalid")
	}
	return 0, nil
}

// shelfTyped reads what goes back on the shelf of what has come, and where.
func shelfTyped(c *gin.Context, f file) ([]order.Restock, error) {
	items, err := piecesTyped(c, f.Items)
	if err != nil {
		return nil, err
	}
	shelf := make([]order.Restock, len(items))
	for i, item := range items {
		shelf[i] = order.Restock{SkuID: item.SkuID, Count: item.Count}
		if shelf[i].WareID, err = placeTyped(c, f.houses, item.SkuID); err != nil {
			return nil, err
		}
	}
	return shelf, nil
}

// refundShelfTyped reads where the pieces of a refund go, without an application that could say so: those that go nowhere are left out.
func refundShelfTyped(c *gin.Context, houses []wareapi.Warehouse, items []order.ReturnItem) ([]order.Restock, error) {
	var shelf []order.Restock
	for _, item := range items {
		if c.PostForm(placeField(item.SkuID)) == "" {
			continue
		}
		place, err := placeTyped(c, houses, item.SkuID)
		if err != nil {
			return nil, err
		}
		shelf = append(shelf, order.Restock{SkuID: item.SkuID, WareID: place, Count: item.Count})
	}
	return shelf, nil
}

// houseName names a warehouse, or says that pieces go where they came from.
func houseName(words order.Words, houses []wareapi.Warehouse, id int64) string {
	if id == 0 {
		return words.T("aftersales.home")
	}
	if i := slices.IndexFunc(houses, func(h wareapi.Warehouse) bool { return h.ID == id }); i >= 0 {
		return houses[i].Name
	}
	return words.T("aftersales.house", "ID", id)
}

func shelved(words order.Words, of *order.Order, houses []wareapi.Warehouse, p order.Restock) page.AfterSaleLine {
	return page.AfterSaleLine{SkuID: p.SkuID, Title: title(of, p.SkuID), Count: p.Count, House: houseName(words, houses, p.WareID)}
}

// shelfList names what goes back on the shelf, and where.
func shelfList(words order.Words, of *order.Order, houses []wareapi.Warehouse, shelf []order.Restock) string {
	parts := make([]string, len(shelf))
	for i, p := range shelf {
		l := shelved(words, of, houses, p)
		parts[i] = words.T("aftersales.shelved", "Title", l.Title, "Count", l.Count, "House", l.House)
	}
	if len(parts) == 0 {
		return words.T("aftersales.nothing_back")
	}
	return strings.Join(parts, words.T("order.comma"))
}
