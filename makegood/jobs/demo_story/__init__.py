"""Half a year in the life of 云杉生活 (Spruce Living), for a newcomer to walk into.

Three shops in two cities and a contact centre; customers, orders, visits, feedback, complaints and money. Everything
goes through the rooms' own operations, told with past times; the last two days are live, so some promises are due
soon and some were broken today.
"""
