package pages

import (
	"github.com/gin-gonic/gin"

	"gulimall/services/ware"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// The columns of the lists; stockColumns are those of the stock. Each begins with what is usual: the newest first.

func ledgerColumns() []frame.Column {
	return []frame.Column{
		{Key: "moved_at", Sorts: true}, {Key: "place"}, {Key: "warehouse"}, {Key: "delta", Numbers: true}, {Key: "reason"}, {Key: "order_sn"},
	}
}

func needColumns() []frame.Column {
	return []frame.Column{
		{Key: "number", Sorts: true}, {Key: "place"}, {Key: "warehouse"}, {Key: "pieces", Sorts: true, Numbers: true}, {Key: "state"}, {Key: "note"}, {Key: "created_at"},
	}
}

func purchaseColumns() []frame.Column {
	return []frame.Column{
		{Key: "number", Sorts: true}, {Key: "state"}, {Key: "assignee"}, {Key: "needs", Numbers: true}, {Key: "pieces", Sorts: true, Numbers: true}, {Key: "created_at"}, {Key: "updated_at"},
	}
}

func takingColumns() []frame.Column {
	return []frame.Column{
		{Key: "number", Sorts: true},
		{Key: "warehouse"},
		{Key: "state"},
		{Key: "goods", Numbers: true},
		{Key: "counted", Numbers: true},
		{Key: "differing", Numbers: true},
		{Key: "note"},
		{Key: "account"},
		{Key: "created_at"},
	}
}

// heads are the heads of a list whose columns these are.
func heads(c *gin.Context, columns []frame.Column) []page.AdminHead {
	key, down := frame.Sorting(c, columns, "-"+columns[0].Key)
	return frame.Heads(c, columns, key, down)
}

// oldest tells whether a list that goes by age begins with the oldest.
func oldest(c *gin.Context, columns []frame.Column) bool {
	_, down := frame.Sorting(c, columns, "-"+columns[0].Key)
	return !down
}

// buyingOrder is what needs or purchases are sorted by.
func buyingOrder(c *gin.Context, columns []frame.Column) ware.BuyingOrder {
	key, down := frame.Sorting(c, columns, "-"+columns[0].Key)
	return ware.BuyingOrder{ByPieces: key == "pieces", Up: !down}
}
