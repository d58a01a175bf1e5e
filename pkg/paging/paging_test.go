package paging

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPages(t *testing.T) {
	require.Equal(t, 0, Page{Number: 1, Size: 20}.Offset())
	require.Equal(t, 40, Page{Number: 3, Size: 20}.Offset())
	require.Equal(t, 0, Page{Size: 20}.Offset())
	rows := Show([]int{7}, 41, Page{Number: 3, Size: 20}, strconv.Itoa)
	require.Equal(t, Rows[string]{Items: []string{"7"}, Total: 41, Page: 3, PageSize: 20}, rows)
	require.NotNil(t, Show(nil, 0, Whole(5), strconv.Itoa).Items, "an empty list is [] in JSON")
}
