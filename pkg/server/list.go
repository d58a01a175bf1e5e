package server

import (
	"github.com/gin-gonic/gin"

	"gulimall/pkg/paging"
)

// mostPages bounds how far back a list can be turned.
const mostPages = 100_000

// Paging reads ?page&pageSize.
func Paging(c *gin.Context) (paging.Page, error) {
	number, err := Int(c, "page", 1, 1, mostPages)
	if err != nil {
		return paging.Page{}, err
	}
	size, err := Int(c, "pageSize", paging.Usual, 1, paging.Most)
	return paging.Page{Number: int(number), Size: int(size)}, err
}
