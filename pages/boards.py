"""Boards: what one keeps of one's questions, arranged for Monday, for a wall or for others."""

from dashboard import boundary, frame, open_board
from dashboard.components import attention, board_list, board_view

with boundary.shown("boards"):
    board = board_list.opened()
    if board is not None:
        board_view.board_view(board)
    elif open_board.current() is None:
        board_list.board_list(frame.organization(), frame.space())
    attention.follow_focus()
